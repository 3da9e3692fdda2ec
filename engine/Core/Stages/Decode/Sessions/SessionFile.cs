namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>A file of a session as it was seen.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ModifiedAt">When it was last written, as the file system says.</param>
internal sealed record SessionFile(string Path, long Bytes, DateTime ModifiedAt);
