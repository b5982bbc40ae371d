import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { ScrollRegion } from "./scroll-region";
import { visible } from "./visible";

/**
 * Markdown that somebody else wrote: instructions, or what a model says. Raw HTML
 * and images stay out; links go to web and mail addresses only and say their host,
 * and what can't be seen is made visible.
 */
export function Prose({ text }: { text: string }) {
  return (
    <div className={PROSE}>
      <Markdown
        skipHtml
        remarkPlugins={[remarkGfm]}
        disallowedElements={["img", "input"]}
        rehypePlugins={[() => showInvisible]}
        urlTransform={webOrMail}
        components={{ a: OutsideLink, pre: Preformatted, table: WideTable }}
      >
        {text}
      </Markdown>
    </div>
  );
}

const PROSE = [
  "grid max-w-prose grid-cols-[minmax(0,1fr)] gap-3 [overflow-wrap:anywhere]",
  "[&_h1]:text-section [&_h1]:font-semibold [&_h2]:font-semibold [&_h3]:font-medium",
  "[&_ol]:list-decimal [&_ol]:pl-6 [&_ul]:list-disc [&_ul]:pl-6 [&_li]:my-0.5",
  "[&_code]:font-mono [&_code]:text-small [&_pre]:w-fit [&_pre]:p-3",
  "[&_table]:w-max [&_table]:min-w-full [&_th]:text-left [&_th]:font-medium [&_tbody_tr]:border-t [&_tbody_tr]:border-line [&_:is(td,th)]:px-3 [&_:is(td,th)]:py-1.5",
  "[&_blockquote]:border-l-2 [&_blockquote]:border-line-strong [&_blockquote]:pl-3 [&_blockquote]:text-ink-soft",
].join(" ");

function webOrMail(address: string): string {
  return /^(https:\/\/|mailto:)/i.test(address) ? address : "";
}

type Node = { type: string; value?: string; children?: Node[] };

/** Only here is a character that was written as an entity one that reorders what stands around it. */
function showInvisible(node: Node): void {
  if (node.type === "text" && node.value) node.value = visible(node.value);
  for (const child of node.children ?? []) showInvisible(child);
}

function Preformatted({ children }: { children?: React.ReactNode }) {
  return (
    <div className="overflow-hidden rounded-control bg-sunken">
      <ScrollRegion label="Preformatted text">
        <pre>{children}</pre>
      </ScrollRegion>
    </div>
  );
}

function WideTable({ children }: { children?: React.ReactNode }) {
  return (
    <div className="overflow-hidden rounded-control border border-line text-small">
      <ScrollRegion label="Table">
        <table>{children}</table>
      </ScrollRegion>
    </div>
  );
}

function OutsideLink({ href, children }: { href?: string | undefined; children?: React.ReactNode }) {
  if (!href) return children;
  return (
    <a
      href={href}
      title={href}
      rel="noopener noreferrer nofollow"
      target="_blank"
      className="rounded-control text-accent-ink underline underline-offset-2"
    >
      {children}
      {says(children, href) ? null : ` (${hostOf(href)})`}
    </a>
  );
}

/** Whether the words of a link are its address already, from the first character to the last; what stands before an "@" in one reads like its host. */
function says(children: React.ReactNode, href: string): boolean {
  if (URL.parse(href)?.username) return false;
  return children === href || `https://${children}` === href || `mailto:${children}` === href;
}

function hostOf(href: string): string {
  const url = URL.parse(href);
  return url?.host || url?.pathname || href;
}
