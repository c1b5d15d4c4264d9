/** The environment whose stacks, named `<environment>-<region>`, are deployed to this machine. */
export const localEnvironment = "local";
