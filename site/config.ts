import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

/**
 * What the page finds in `config.json`, beside its `index.html`. It is written when the page is deployed, so that the same build
 * serves every environment.
 */
export const siteConfig = z.object({
  /** Name of the environment, such as `prod`. */
  environment: text,
  /** What prices are in: an ISO 4217 code, such as `EUR`. */
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  signIn: z.object({
    /** Where people sign in, without `/oauth2`: the domain of the user pool. */
    address: z.url(),
    /** The app client that they sign in to. */
    clientId: text,
  }),
  /** Every region that takes bookings, in no order that matters. */
  regions: z
    .array(
      z.object({
        /** Such as `eu-west-1`. */
        name: text,
        /** Base address of its API, or a path at the page's own address; no slash at the end. */
        api: z.string().check(z.regex(/^(https?:\/\/[^/]+|\/)(.*[^/])?$/)),
      }),
    )
    .check(z.minLength(1)),
});

/** What the page finds in `config.json`. */
export type SiteConfig = z.infer<typeof siteConfig>;
