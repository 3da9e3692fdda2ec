namespace Sluice.Core.Store;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">ClickHouse's type, such as <c>Nullable(Int64)</c>.</param>
public sealed record StoreColumn(string Name, string Type);
