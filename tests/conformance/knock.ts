/**
 * What the suite starts for each scenario. It hands the scenario over to the
 * console that is already running (`console.ts`) and ends as the play there ended.
 */
export {};

const { MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_CONTEXT: context = "{}" } = process.env;
const [door = "", url] = process.argv.slice(2);

const answer = await fetch(door, {
  method: "POST",
  body: JSON.stringify({ scenario, url, context: JSON.parse(context) }),
});
console.log(await answer.text());
process.exit(answer.ok ? 0 : 1);
