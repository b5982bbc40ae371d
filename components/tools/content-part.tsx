import { FileText, Link2, Volume2 } from "lucide-react";
import type { ReactNode } from "react";
import { CodeBlock, Mono } from "@/components/ui/code";
import { visible } from "@/components/ui/visible";
import type { Json, JsonObject } from "@/lib/tools/schema";
import { isObject } from "./field-kind";
import { asJson } from "./said-twice";

/** One part of a result (MCP, ContentBlock). Nothing in it is a link, is fetched or is run. */
export function ContentPart({ part }: { part: Json }) {
  if (!isObject(part)) return <Unknown part={part} />;
  switch (part["type"]) {
    case "text":
      return <TextPart text={textOf(part["text"])} />;
    case "image":
      return <ImagePart image={part} />;
    case "audio":
      return <Note icon={<Volume2 aria-hidden />}>Audio ({sortOf(part)}). Patchbay doesn't play it.</Note>;
    case "resource_link":
      return <LinkPart link={part} />;
    case "resource":
      return isObject(part["resource"]) ? (
        <ResourcePart resource={part["resource"]} />
      ) : (
        <Unknown part={part} />
      );
    default:
      return <Unknown part={part} />;
  }
}

function TextPart({ text }: { text: string }) {
  const json = /^\s*[[{]/.test(text) ? asJson(text) : null;
  if (json !== null)
    return <CodeBlock label="JSON" code={visible(JSON.stringify(JSON.parse(json), null, 2))} />;
  return (
    <p className="rounded-card border border-line bg-surface p-3 whitespace-pre-wrap [overflow-wrap:anywhere]">
      {visible(text)}
    </p>
  );
}

/** Only pictures that carry themselves, and only of kinds that can't hold a script. */
function ImagePart({ image }: { image: JsonObject }) {
  const { data, mimeType } = image;
  if (typeof mimeType !== "string" || typeof data !== "string" || !isPicture(mimeType, data)) {
    return (
      <Note icon={<FileText aria-hidden />}>A picture ({sortOf(image)}) that Patchbay doesn't show.</Note>
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: the picture is in the address; there is nothing to fetch or resize.
    <img
      src={`data:${mimeType};base64,${data}`}
      alt="Returned by the tool"
      className="max-h-128 max-w-full justify-self-start rounded-card border border-line"
    />
  );
}

function LinkPart({ link }: { link: JsonObject }) {
  const uri = textOf(link["uri"]);
  return (
    <Note icon={<Link2 aria-hidden />}>
      {visible(textOf(link["title"]) || textOf(link["name"]) || "A link")} at {hostOf(uri)}:{" "}
      <Mono>{visible(uri)}</Mono>
    </Note>
  );
}

function ResourcePart({ resource }: { resource: JsonObject }) {
  const { text, blob } = resource;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Note icon={<FileText aria-hidden />}>
        <Mono>{visible(textOf(resource["uri"]))}</Mono> ({sortOf(resource)})
        {typeof blob === "string" &&
          `, ${Math.ceil((blob.length * 3) / 4 / 1024)} KiB that Patchbay doesn't show`}
      </Note>
      {typeof text === "string" && <TextPart text={text} />}
    </div>
  );
}

function Unknown({ part }: { part: Json }) {
  return <CodeBlock label="Part of an unknown kind" code={visible(JSON.stringify(part, null, 2))} />;
}

function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex gap-2 rounded-card border border-line bg-surface p-3 text-small text-ink-soft [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
      {icon}
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  );
}

function isPicture(mimeType: string, data: string): boolean {
  return /^image\/(png|jpeg|gif|webp)$/.test(mimeType) && /^[A-Za-z0-9+/]+={0,2}$/.test(data);
}

function sortOf({ mimeType }: JsonObject): string {
  return typeof mimeType === "string" ? visible(mimeType) : "of no stated kind";
}

function hostOf(uri: string): string {
  return URL.parse(uri)?.host || "no host";
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
