-- CreateEnum
CREATE TYPE "TraceOutcome" AS ENUM ('ok', 'failed');

-- AlterTable
ALTER TABLE "SignIn" ADD COLUMN     "refreshAfter" TIMESTAMP(3),
ADD COLUMN     "refreshFailures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refreshLost" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Revocation" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "signInId" TEXT NOT NULL,
    "boundUrl" TEXT NOT NULL,
    "credential" TEXT NOT NULL,
    "client" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "queuedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Revocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInTrace" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "memberId" TEXT,
    "who" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "outcome" "TraceOutcome" NOT NULL,
    "sentence" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "since" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignInTrace_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Revocation_nextAt_idx" ON "Revocation"("nextAt");

-- CreateIndex
CREATE INDEX "SignInTrace_connectionId_at_idx" ON "SignInTrace"("connectionId", "at" DESC);

-- AddForeignKey
ALTER TABLE "Revocation" ADD CONSTRAINT "Revocation_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInTrace" ADD CONSTRAINT "SignInTrace_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
