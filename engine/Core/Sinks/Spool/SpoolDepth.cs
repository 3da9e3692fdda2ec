namespace Sluice.Core.Sinks.Spool;

/// <summary>What waits in a spool.</summary>
/// <param name="Entries">Entries that are not acknowledged.</param>
/// <param name="Items">Rows or messages in them.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="DiskBytes">Bytes of all segments; acknowledged entries count until their whole segment goes.</param>
/// <param name="OldestAge">How long the oldest waits, within a quarter of a second; null when nothing waits.</param>
public readonly record struct SpoolDepth(long Entries, long Items, long Bytes, long DiskBytes, TimeSpan? OldestAge);
