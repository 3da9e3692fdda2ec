using System.ComponentModel;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>What a webhook tells of.</summary>
public enum WebhookTopic
{
    /// <summary>What analytics stages saw.</summary>
    [Description("Events of analytics stages.")]
    Events,

    /// <summary>Frames chosen for keeping.</summary>
    [Description("Keyframes.")]
    Keyframes,

    /// <summary>Sources that come and go.</summary>
    [Description("Changes of a source's state, such as a camera that is lost and comes back.")]
    States,
}
