namespace Sluice.Native.FFmpeg;

/// <summary>Whose log lines they are: a file or URL, with its own rate limit. Shared by its demuxer and decoder.</summary>
internal sealed class LogSource(string name)
{
    private const int LinesPerWindow = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private long _lostPackets;

    /// <summary>Without password.</summary>
    internal string Name { get; } = SourceUrl.Redact(name);

    /// <summary>Nothing is passed on: for attempts that are expected to fail.</summary>
    internal bool IsMuted { get; init; }

    /// <summary>Keeps the first error from when this is set to null on; for whoever has to say why something failed.</summary>
    internal string? FirstError { get; set; }

    /// <summary>Whether errors are kept.</summary>
    internal bool KeepsErrors { get; set; }

    /// <summary>Network packets that FFmpeg found missing; it says so nowhere but in its log.</summary>
    internal long LostPackets => Interlocked.Read(ref _lostPackets);

    internal LogLimiter Limiter { get; } = new(LinesPerWindow, Window, TimeProvider.System);

    internal void Lose(long packets) => Interlocked.Add(ref _lostPackets, packets);

    /// <summary>Takes this source's password out of a line, also where the line names it without its URL.</summary>
    internal string Redact(string text)
    {
        if (!ReferenceEquals(Name, name)) text = text.Replace(name, Name, StringComparison.Ordinal);
        return SourceUrl.Redact(text);
    }
}
