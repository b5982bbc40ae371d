import { Page, PageHeader } from "@/components/ui/page";
import { SkeletonTable } from "@/components/ui/skeleton";

export default function LoadingConnections() {
  return (
    <Page width="full">
      <PageHeader
        title="Connections"
        sentence="MCP servers of this workspace. Each teammate signs in with their own credentials."
      />
      <SkeletonTable rows={6} />
    </Page>
  );
}
