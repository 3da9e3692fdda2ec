using System.Text.Json;

namespace Sluice.Core.Sinks.Nats.Services;

/// <summary>Who answers service discovery.</summary>
/// <param name="Id">Of this run of the engine and this sink of it.</param>
/// <param name="Metadata">What else is told.</param>
/// <param name="Subject">Where the engine is asked for its health.</param>
/// <param name="WriteHealth">Writes it; called on any thread.</param>
internal sealed record ServiceDescription(
    string Id, IReadOnlyDictionary<string, string> Metadata, string Subject, Action<Utf8JsonWriter> WriteHealth);
