using Microsoft.Win32.SafeHandles;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Tests.Sinks.Spool;

/// <summary>A disk that is full when a test says so.</summary>
internal sealed class SmallDisk : SpoolDisk
{
    /// <summary>Whether files can be made.</summary>
    public bool CreateFails { get; set; }

    /// <summary>Bytes a write gets to the disk before it fails; null for no limit.</summary>
    public int? WriteStopsAfter { get; set; }

    public override SafeFileHandle Create(string path, long reserve) => CreateFails ? throw Full(path) : base.Create(path, reserve);

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (WriteStopsAfter is not { } most)
        {
            base.Write(file, bytes, offset);
            return;
        }

        base.Write(file, bytes[..Math.Min(most, bytes.Length)], offset);
        throw Full("segment");
    }

    private static IOException Full(string path) => new($"No space left on device : '{path}'");
}
