import { configure } from "@testing-library/react";

// What is slow, because others use the machine too, does not fail.
configure({ asyncUtilTimeout: 10_000 });
