-- AlterTable
ALTER TABLE "PendingSignIn" ALTER COLUMN "connectionId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "Company" (
    "workspaceId" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "server" JSONB NOT NULL,
    "clientId" TEXT NOT NULL,
    "clientSecret" TEXT,
    "authMethod" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Company_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "CompanySignIn" (
    "memberId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tokens" TEXT,
    "reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "renewedBy" TIMESTAMP(3),
    "signedInAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CompanySignIn_pkey" PRIMARY KEY ("memberId")
);

-- CreateIndex
CREATE INDEX "CompanySignIn_workspaceId_idx" ON "CompanySignIn"("workspaceId");

-- AddForeignKey
ALTER TABLE "Company" ADD CONSTRAINT "Company_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CompanySignIn" ADD CONSTRAINT "CompanySignIn_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
