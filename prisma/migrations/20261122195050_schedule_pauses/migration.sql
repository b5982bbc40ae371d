-- AlterEnum
ALTER TYPE "NoticeKind" ADD VALUE 'scheduleMissed';

-- AlterTable
ALTER TABLE "Schedule" ADD COLUMN     "missedAt" TIMESTAMP(3),
ADD COLUMN     "missedFor" TEXT,
ADD COLUMN     "pausedById" TEXT;

-- AddForeignKey
ALTER TABLE "Schedule" ADD CONSTRAINT "Schedule_pausedById_fkey" FOREIGN KEY ("pausedById") REFERENCES "Member"("id") ON DELETE SET NULL ON UPDATE CASCADE;
