using Microsoft.Extensions.Logging;

namespace Sluice.Core.Telemetry;

/// <summary>Says once that a collector is away, and once that it is back.</summary>
/// <param name="log">Where to.</param>
/// <param name="shown">The collector's address as it may be printed.</param>
internal sealed partial class OtlpWatch(ILogger log, string shown)
{
    private int _failing;

    public void Failed(string why)
    {
        if (Interlocked.Exchange(ref _failing, 1) == 0) Away(log, shown, why);
    }

    public void Worked()
    {
        if (Interlocked.Exchange(ref _failing, 0) == 1) Back(log, shown);
    }

    [LoggerMessage(2701, LogLevel.Warning, "telemetry: the collector at {Address} takes nothing: {Why}; it is tried again at every interval")]
    private static partial void Away(ILogger log, string address, string why);

    [LoggerMessage(2702, LogLevel.Information, "telemetry: the collector at {Address} is back")]
    private static partial void Back(ILogger log, string address);
}
