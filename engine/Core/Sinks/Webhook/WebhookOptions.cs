using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>Options of <c>use: webhook</c>.</summary>
public sealed record WebhookOptions
{
    /// <summary>Where to post; it may be a secret as a whole, so it is never printed beyond its host.</summary>
    [Description("Where to post, such as ${WEBHOOK_URL}; only its host is ever printed."), Required]
    public string Url { get; init; } = "";

    /// <summary>Key of the signature; null for none.</summary>
    [Description("Key that messages are signed with, such as ${WEBHOOK_SECRET}; none when left out. See docs/sinks.md.")]
    public string? Secret { get; init; }

    /// <summary>What to tell of.</summary>
    [Description("What to tell of.")]
    public IReadOnlyList<WebhookTopic> On { get; init; } = [WebhookTopic.Events, WebhookTopic.Keyframes, WebhookTopic.States];

    /// <summary>Kinds of event that count; empty for all.</summary>
    [Description("Kinds of event to tell of, such as enter or dwell; all when left out.")]
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>States of a source that count.</summary>
    [Description("States of a source to tell of; that it runs is told only after another was, or when it is the only one here.")]
    public IReadOnlyList<WebhookState> States { get; init; } =
        [WebhookState.Running, WebhookState.Stalled, WebhookState.Reconnecting, WebhookState.Quarantined, WebhookState.Ended];

    /// <summary>Least time between two messages of one source and kind.</summary>
    [Description("Least time between two messages of one source and kind; what comes in between is counted and told with the next."), Range(0, 86400)]
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The form of a message.</summary>
    [Description("Form of the message.")]
    public WebhookTemplate Template { get; init; }

    /// <summary>The words of a message for people; null for built-in ones.</summary>
    [Description("Words of the message, for all forms but json and custom; may hold {engine}, {source}, {topic}, {kind}, {place}, {label}, {track}, {direction}, {state}, {previous}, {reason}, {score}, {frame}, {id}, {at}, {uri} and {suppressed}. Built-in words when left out.")]
    public string? Text { get; init; }

    /// <summary>The whole body, for <see cref="WebhookTemplate.Custom"/>.</summary>
    [Description("Body of the message for template: custom; may hold what 'text' may, and {text}. Where content_type is JSON, values are escaped for a JSON string.")]
    public string? Body { get; init; }

    /// <summary>Media type of <see cref="Body"/>.</summary>
    [Description("Media type of 'body'."), RegularExpression(@"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")]
    public string ContentType { get; init; } = "application/json";

    /// <summary>Headers of every request.</summary>
    [Description("Headers of every request, such as Authorization: Bearer ${TOKEN}; values are never printed.")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the server has for one request.</summary>
    [Description("How long the server has for one request."), Range(0.1, 600)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages on their way at a time.</summary>
    [Description("Messages on their way at a time; with 1 they arrive in order."), Range(1, 64)]
    public int InFlight { get; init; } = 1;

    /// <summary>How long the end of a run waits for what is on its way.</summary>
    [Description("How long the end of a run waits for messages; what is left waits in the spool for the next start."), Range(0, 3600)]
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What this sink wants other than <c>engine.spool</c> says.</summary>
    [Description("What this sink wants other than engine.spool says.")]
    public SpoolOverride? Spool { get; init; }

    // URL, key and headers hold secrets, and a record prints its members.
    private bool PrintMembers(StringBuilder into)
    {
        into.Append("Template = ").Append(Template).Append(", On = ").AppendJoin(", ", On);
        return true;
    }
}
