-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "scheduleId" TEXT;

-- AlterTable
ALTER TABLE "Schedule" ADD COLUMN     "failing" BOOLEAN NOT NULL DEFAULT false;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_scheduleId_fkey" FOREIGN KEY ("scheduleId") REFERENCES "Schedule"("id") ON DELETE SET NULL ON UPDATE CASCADE;
