-- CreateEnum
CREATE TYPE "StepUpStanding" AS ENUM ('wanted', 'granted', 'denied');

-- CreateTable
CREATE TABLE "StepUp" (
    "signInId" TEXT NOT NULL,
    "missing" TEXT[],
    "named" TEXT[],
    "standing" "StepUpStanding" NOT NULL,
    "tries" INTEGER NOT NULL,

    CONSTRAINT "StepUp_pkey" PRIMARY KEY ("signInId")
);

-- AddForeignKey
ALTER TABLE "StepUp" ADD CONSTRAINT "StepUp_signInId_fkey" FOREIGN KEY ("signInId") REFERENCES "SignIn"("id") ON DELETE CASCADE ON UPDATE CASCADE;
