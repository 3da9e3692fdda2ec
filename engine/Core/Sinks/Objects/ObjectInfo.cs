namespace Sluice.Core.Sinks.Objects;

/// <summary>What a store knows of an object.</summary>
/// <param name="Key">Where it is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ModifiedAt">When it was put.</param>
internal sealed record ObjectInfo(string Key, long Bytes, DateTimeOffset ModifiedAt)
{
    /// <summary>Hex SHA-256 of its content; null where the store does not say without reading it.</summary>
    public string? Sha256 { get; init; }
}
