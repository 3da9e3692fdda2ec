namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>The database has a schema that this program must not write to.</summary>
/// <param name="message">Which, and what would help.</param>
public sealed class SchemaException(string message) : Exception(message);
