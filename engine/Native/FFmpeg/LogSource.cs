namespace Sluice.Native.FFmpeg;

/// <summary>Whose log lines they are: a file or URL, with its own rate limit. Shared by its demuxer and decoder.</summary>
internal sealed class LogSource(string name)
{
    private const int LinesPerWindow = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Without password.</summary>
    internal string Name { get; } = SourceUrl.Redact(name);

    /// <summary>Nothing is passed on: for attempts that are expected to fail.</summary>
    internal bool IsMuted { get; init; }

    internal LogLimiter Limiter { get; } = new(LinesPerWindow, Window, TimeProvider.System);

    /// <summary>Takes this source's password out of a line, also where the line names it without its URL.</summary>
    internal string Redact(string text)
    {
        if (!ReferenceEquals(Name, name)) text = text.Replace(name, Name, StringComparison.Ordinal);
        return SourceUrl.Redact(text);
    }
}
