using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Config;

/// <summary>The <c>engine.telemetry</c> section: metrics and traces by OTLP, the OpenTelemetry protocol, as HTTP with protobuf.</summary>
public sealed record TelemetryConfig
{
    /// <summary>The collector's base URI, without <c>/v1/metrics</c>.</summary>
    [Description("URL of an OpenTelemetry collector that takes OTLP over HTTP, such as http://127.0.0.1:4318; /v1/metrics and /v1/traces are added to it."), Required, RegularExpression(@"https?://\S+")]
    public string Otlp { get; init; } = "";

    /// <summary>How often metrics are sent.</summary>
    [Description("How often metrics are sent; at the end of a run they are sent once more."), Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Headers of every request, such as an access token.</summary>
    [Description("Headers sent with every request, such as an access token: { Authorization: \"Bearer ${OTLP_TOKEN}\" }.")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Traces of frames.</summary>
    [Description("Traces of frames.")]
    public TraceConfig Traces { get; init; } = new();
}
