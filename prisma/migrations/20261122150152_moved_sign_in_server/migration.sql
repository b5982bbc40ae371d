-- AlterTable
ALTER TABLE "OAuthClient" ADD COLUMN     "movedTo" JSONB,
ADD COLUMN     "rejectedAt" TIMESTAMP(3),
ADD COLUMN     "replaced" BOOLEAN NOT NULL DEFAULT false;
