using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Nats;

/// <summary>The stream that <c>mode: jetstream</c> publishes into.</summary>
public sealed record NatsStreamOptions
{
    /// <summary>Its name.</summary>
    [Description("Its name."), RegularExpression("[A-Za-z0-9_-]+")]
    public string Name { get; init; } = "SLUICE";

    /// <summary>Whether it is made when it is not there.</summary>
    [Description("Whether it is made when it is not there; one that is there is used as it is, if it keeps the subjects.")]
    public bool Create { get; init; } = true;

    /// <summary>Most bytes of a stream that is made.</summary>
    [Description("Most bytes of a stream that is made; the oldest messages go."), Range(1048576d, 1e15)]
    public ByteSize Bytes { get; init; } = new(1L << 30);

    /// <summary>How long a stream that is made keeps messages.</summary>
    [Description("How long a stream that is made keeps messages."), Range(1d, 315_360_000d)]
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a stream that is made remembers message ids.</summary>
    [Description("How long a stream that is made remembers message ids. A message whose acknowledgement was lost in an outage longer than this may be kept twice."), Range(1d, 604_800d)]
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Copies in a cluster.</summary>
    [Description("Copies that a cluster keeps of a stream that is made."), Range(1, 5)]
    public int Replicas { get; init; } = 1;
}
