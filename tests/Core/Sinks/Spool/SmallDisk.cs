using Microsoft.Win32.SafeHandles;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Tests.Sinks.Spool;

/// <summary>A disk that is full when a test says so.</summary>
internal sealed class SmallDisk : SpoolDisk
{
    /// <summary>Whether files cannot be made.</summary>
    public bool CreateFails { get => MostReserved < 0; set => MostReserved = value ? -1 : long.MaxValue; }

    /// <summary>Bytes that are free when a file is made; what asks for more fails.</summary>
    public long MostReserved { get; set; } = long.MaxValue;

    /// <summary>Bytes a write gets to the disk before it fails; null for no limit.</summary>
    public int? WriteStopsAfter { get; set; }

    public override SafeFileHandle Create(string path, long reserve) => reserve > MostReserved ? throw Full(path) : base.Create(path, reserve);

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
