import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRegistrationRefused, startWithoutRegistration } from "../../fakes/bad-authorization";
import {
  startNeverAnswers,
  startNotFound,
  startRedirect,
  startSilentlyProtected,
  startWebSite,
} from "../../fakes/bad-servers";
import { startWrongName } from "../../fakes/wrong-name";
import { ScriptedDns } from "../../support/scripted-dns";

/** Everything one can enter by mistake, running: what a console needs to meet it is in `hosts` and `environment`. */
export async function startBadAddresses() {
  const folder = mkdtempSync(join(tmpdir(), "patchbay-authority-"));
  const dns = await ScriptedDns.start();
  dns.answer(PRIVATE_NAME, ["10.0.0.5"]);

  const elsewhere = await startWebSite();
  const servers = {
    site: await startWebSite(),
    missing: await startNotFound(),
    silent: await startSilentlyProtected(),
    moved: await startRedirect({ status: 307, location: elsewhere.url }),
    mute: await startNeverAnswers(),
    wrongName: await startWrongName({ hostname: "localhost" }),
    manual: await startWithoutRegistration(),
    refusing: await startRegistrationRefused(),
  };
  const { manual, refusing, wrongName } = servers;
  const authority = join(folder, "authority.pem");
  writeFileSync(authority, wrongName.authority);
  const all = [elsewhere, ...Object.values(servers)];
  const origins = [...all, manual.authorization, refusing.authorization].map(({ origin }) => origin);

  return {
    ...servers,
    elsewhere,
    privateUrl: `https://${PRIVATE_NAME}/mcp`,
    /** For the operator's list. */
    hosts: origins.map((origin) => new URL(origin).host),
    environment: { PATCHBAY_DNS_SERVERS: dns.server, NODE_EXTRA_CA_CERTS: authority },
    async close() {
      await Promise.all([...all.map((server) => server.close()), dns.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type BadAddresses = Awaited<ReturnType<typeof startBadAddresses>>;

/** A name like any other, whose owner points it into a private network. */
const PRIVATE_NAME = "crm.acme-corp.com";
