using System.ComponentModel;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>The form of a message.</summary>
public enum WebhookTemplate
{
    /// <summary>A JSON object with all that is known.</summary>
    [Description("A JSON object with all that is known; see docs/sinks.md.")]
    Json,

    /// <summary>An incoming webhook of Slack, and of Mattermost and Rocket.Chat, which take the same.</summary>
    [Description("Slack's incoming webhooks; Mattermost and Rocket.Chat take the same.")]
    Slack,

    /// <summary>A webhook of Discord.</summary>
    [Description("Discord's webhooks.")]
    Discord,

    /// <summary>A workflow of Microsoft Teams that is started by a webhook request.</summary>
    [Description("Microsoft Teams: a workflow started by a webhook request, as an adaptive card.")]
    Teams,

    /// <summary>Plain text, with ntfy's title in a header.</summary>
    [Description("ntfy: plain text, with title and tags in headers.")]
    Ntfy,

    /// <summary>Plain text.</summary>
    [Description("Plain text.")]
    Text,

    /// <summary>The body that <c>body</c> gives.</summary>
    [Description("The body that 'body' gives.")]
    Custom,
}
