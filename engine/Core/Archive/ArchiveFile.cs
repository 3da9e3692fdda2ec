namespace Sluice.Core.Archive;

/// <summary>A file of an archive.</summary>
/// <param name="Name">Its name in the archive: <c>SOURCE/PERIOD/UUID.ENDING</c>.</param>
/// <param name="Bytes">Its length.</param>
internal readonly record struct ArchiveFile(string Name, long Bytes);
