using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sluice.Host.Output;

/// <summary>The engine's log on standard error; while a live view holds the terminal, its latest lines go there instead.</summary>
internal sealed class ConsoleLog(LogLevel least, TimeProvider time) : ILoggerProvider
{
    private const int LinesKept = 6;
    private readonly ConcurrentQueue<string> _latest = new();

    /// <summary>Whether a live view shows the lines, so that none are printed.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The last few lines, oldest first.</summary>
    public IReadOnlyCollection<string> Latest => _latest;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message)
    {
        var mark = level switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error or LogLevel.Critical => "error: ",
            _ => "",
        };
        var line = $"{time.GetLocalNow():HH:mm:ss} {mark}{message}";
        if (IsHeld)
        {
            _latest.Enqueue(line);
            while (_latest.Count > LinesKept) _latest.TryDequeue(out _);
        }
        else
        {
            Console.Error.WriteLine(line);
        }
    }

    private sealed class Logger(ConsoleLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log._least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var message = formatter(state, exception);
            log.Write(logLevel, exception == null ? message : $"{message}: {exception.Message}");
        }
    }

    private readonly LogLevel _least = least;
}
