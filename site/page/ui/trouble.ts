import { NoRegionAnswers } from "../api/failover.ts";
import { ApiProblem } from "../api/problem.ts";

/** What somebody is told when something did not work. */
export interface Trouble {
  readonly title: string;
  readonly text: string;
  /** What they can do about it. */
  readonly remedy: "retry" | "sign-in" | "none";
}

/** Says in plain words why something failed, and what helps. */
export function troubleOf(error: unknown, isOnline: boolean): Trouble {
  if (error instanceof ApiProblem) return ofProblem(error);
  if (!isOnline) {
    return {
      title: "You are offline",
      text: "Nothing is lost: what you were doing goes on when you are back.",
      remedy: "retry",
    };
  }
  if (error instanceof NoRegionAnswers) {
    return {
      title: "No region answers just now",
      text: "All of them were asked. What was accepted before is safe; please try again in a moment.",
      remedy: "retry",
    };
  }
  return { title: "Something went wrong here", text: "It was not your doing. Trying again may help.", remedy: "retry" };
}

function ofProblem({ status, kind, title, detail, fields, region }: ApiProblem): Trouble {
  switch (kind) {
    case "unauthorized":
      return { title: "Please sign in again", text: "Your sign-in has ended.", remedy: "sign-in" };
    case "forbidden":
      return { title: "This is for staff", text: "Your account may not do this.", remedy: "none" };
    case "not-found":
      return { title: "There is nothing here", text: "It may have been taken off the list.", remedy: "none" };
    case "too-many-requests":
      return {
        title: "There is a crowd at the quay",
        text: "Too many people ask at once, and we have waited as long as we were told to. Please try again in a moment.",
        remedy: "retry",
      };
    case "not-confirmed":
      return {
        title: "Not confirmed yet",
        text: "This can be done with a confirmed booking. If it has just been confirmed, try again in a moment.",
        remedy: "retry",
      };
    case "edited-elsewhere":
      return { title: `This lives in ${region ?? "another region"}`, text: "It is edited there only.", remedy: "none" };
    case "precondition-failed":
      return { title: "Somebody was faster", text: "It was changed meanwhile. Load it again first.", remedy: "none" };
    case "basket-empty":
      return { title: "The basket is empty", text: "Put something in it first.", remedy: "none" };
    case "basket-full":
      return {
        title: "The basket is full",
        text: "It holds 25 times at most. Book it, or take something out.",
        remedy: "none",
      };
    case "slot-not-bookable":
      return {
        title: "Not all of it can be booked",
        text: "Take out what has begun or was taken off the list.",
        remedy: "none",
      };
    case "invalid-request":
      return {
        title: "This cannot be done",
        text: fields.map(({ field, rule }) => `${field}: ${rule.replaceAll("-", " ")}`).join("; ") || (detail ?? title),
        remedy: "none",
      };
    default:
      return { title, text: detail ?? "Trying again may help.", remedy: status >= 500 ? "retry" : "none" };
  }
}
