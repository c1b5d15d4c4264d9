import type { ItemContent } from "../api/schemas.ts";
import { textIn } from "../ui/form.ts";
import { Complaint } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

interface ItemFormProps {
  /** What is there already. @default nothing */
  readonly content?: ItemContent;
  /** What the button says. */
  readonly action: string;
  readonly save: (content: ItemContent) => Promise<void>;
}

/** What is said of an item. */
export function ItemForm({ content, action: label, save }: ItemFormProps) {
  const action = useAction();
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const pictureUrl = textIn(form, "pictureUrl");
        action.run(() =>
          save({
            kind: textIn(form, "kind") as ItemContent["kind"],
            title: textIn(form, "title"),
            description: textIn(form, "description"),
            ...(pictureUrl === "" ? {} : { pictureUrl }),
          }),
        );
      }}
    >
      <label class="field">
        <span>Kind</span>
        <select name="kind" defaultValue={content?.kind ?? "tour"}>
          <option value="tour">Tour</option>
          <option value="room">Room</option>
          <option value="table">Table</option>
        </select>
      </label>
      <label class="field">
        <span>Title</span>
        <input name="title" required maxLength={120} defaultValue={content?.title ?? ""} />
      </label>
      <label class="field">
        <span>Description</span>
        <textarea name="description" required rows={3} maxLength={2000} defaultValue={content?.description ?? ""} />
      </label>
      <label class="field">
        <span>
          Address of a picture <small>or none: it gets a poster of its own</small>
        </span>
        <input
          name="pictureUrl"
          type="url"
          pattern="https://.*"
          maxLength={500}
          defaultValue={content?.pictureUrl ?? ""}
        />
      </label>
      <button type="submit" class="button" disabled={action.isRunning}>
        {action.isRunning ? "Saving…" : label}
      </button>
      <Complaint error={action.error} />
    </form>
  );
}
