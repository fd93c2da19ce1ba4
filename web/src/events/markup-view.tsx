import { memo, type ReactNode, useMemo } from "react";
import { type MarkupKind, parseMarkup } from "@turnout/contract/markup";
import type { InlineNode, MarkupNode } from "@turnout/contract/markup/nodes";
import "./markup-view.css";

/**
 * Renders markup as elements, never as HTML. Changed text is rendered anew: in a page that the browser translates, an
 * element inserted between texts that the translator has replaced would not find its place.
 */
export const Markup = memo(function Markup({ text, kind, write }: { text: string; kind: MarkupKind; write?: Write }) {
  const nodes = useMemo(() => parseMarkup(text, { kind }), [text, kind]);
  return (
    <div key={text} className="markup">
      {nodes.map((node, at) => block(node, at, write))}
    </div>
  );
});

/** Shows a piece of text that has no markup in it. */
type Write = ((text: string) => ReactNode) | undefined;

function block(node: MarkupNode, key: number, write: Write): ReactNode {
  const words = (nodes: InlineNode[]) => nodes.map((one, at) => inline(one, at, write));
  switch (node.type) {
    case "paragraph":
      return (
        <p key={key} dir="auto">
          {words(node.children)}
        </p>
      );
    case "heading":
      // The page's own headings are h1 and h2: headings in markup are below them.
      return node.level === 2 ? (
        <h3 key={key} dir="auto">
          {words(node.children)}
        </h3>
      ) : (
        <h4 key={key} dir="auto">
          {words(node.children)}
        </h4>
      );
    case "list": {
      const items = node.items.map((item, at) => (
        <li key={at} value={item.number ?? undefined}>
          {words(item.children)}
        </li>
      ));
      return node.ordered ? (
        <ol key={key} dir="auto">
          {items}
        </ol>
      ) : (
        <ul key={key} dir="auto">
          {items}
        </ul>
      );
    }
    case "quote":
      return <blockquote key={key}>{node.children.map((one, at) => block(one, at, write))}</blockquote>;
  }
}

function inline(node: InlineNode, key: number, write: Write): ReactNode {
  const words = (nodes: InlineNode[]) => nodes.map((one, at) => inline(one, at, write));
  switch (node.type) {
    case "text":
      return write ? write(node.text) : node.text;
    case "break":
      return <br key={key} />;
    case "bold":
      return <strong key={key}>{words(node.children)}</strong>;
    case "italic":
      return <em key={key}>{words(node.children)}</em>;
    case "code":
      return <code key={key}>{write ? write(node.text) : node.text}</code>;
    case "link":
      return (
        <a key={key} href={node.href} target="_blank" rel="noopener noreferrer nofollow">
          {words(node.children)}
        </a>
      );
  }
}
