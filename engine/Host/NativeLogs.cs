using Microsoft.Extensions.Logging;
using Sluice.Native.FFmpeg;

namespace Sluice.Host;

/// <summary>Brings what native libraries log into the program's own log.</summary>
internal static partial class NativeLogs
{
    /// <summary>Forwards FFmpeg's lines; they are rate-limited per source already.</summary>
    public static void Forward(ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("ffmpeg");
        FFmpegLog.Sink = line =>
        {
            if (line.Level <= FFmpegLogLevel.Fatal) LogFatal(logger, line.Source ?? "", line.Context, line.Text);
            else LogLine(logger, line.Source ?? "", line.Context, line.Text);
        };
    }

    [LoggerMessage(3901, LogLevel.Warning, "{Source}: ffmpeg {Context}: {Text}")]
    private static partial void LogLine(ILogger logger, string source, string context, string text);

    [LoggerMessage(3902, LogLevel.Error, "{Source}: ffmpeg {Context}: {Text}")]
    private static partial void LogFatal(ILogger logger, string source, string context, string text);
}
