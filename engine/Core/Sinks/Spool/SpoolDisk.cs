using Microsoft.Win32.SafeHandles;

namespace Sluice.Core.Sinks.Spool;

/// <summary>The file operations of a spool that fail when a disk is full; a test can make them fail.</summary>
internal class SpoolDisk
{
    public static readonly SpoolDisk Real = new();

    /// <summary>Makes a file with room reserved, so that a full disk is found here and not by a later write.</summary>
    public virtual SafeFileHandle Create(string path, long reserve)
        => File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.None, reserve);

    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(file, bytes, offset);
}
