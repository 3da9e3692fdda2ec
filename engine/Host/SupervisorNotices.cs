using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;

namespace Sluice.Host;

/// <summary>
/// Tells systemd (a unit of <c>Type=notify</c>) when the stages have started, what the engine is doing, that it still moves
/// (<c>WatchdogSec=</c>), and that it stops. Without <c>NOTIFY_SOCKET</c> there is nobody to tell. Protocol: sd_notify(3).
/// </summary>
internal sealed class SupervisorNotices : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private readonly Func<EngineSnapshot> _snapshot;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _supervisor;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly TimeSpan? _watchdog;
    private readonly Task _telling;
    private bool _isReady;
    private string _status = "";

    private SupervisorNotices(Func<EngineSnapshot> snapshot, string address, TimeSpan? watchdog, TimeProvider time, CancellationToken stop)
    {
        (_snapshot, _watchdog) = (snapshot, watchdog);
        // A leading @ stands for the zero byte of an abstract address.
        _supervisor = new(address.StartsWith('@') ? '\0' + address[1..] : address);
        _telling = TellAsync(time);
        _stopping = stop.Register(() => Send("STOPPING=1"));
    }

    /// <summary>Begins to tell; null when nobody wants to know.</summary>
    /// <param name="snapshot">Reads the engine's state.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Cancelled when the engine is told to stop.</param>
    public static SupervisorNotices? Begin(Func<EngineSnapshot> snapshot, TimeProvider time, CancellationToken stop)
        => Begin(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"), snapshot, time, stop);

    /// <summary>The same with the two variables given.</summary>
    internal static SupervisorNotices? Begin(string? address, string? watchdogMicroseconds, Func<EngineSnapshot> snapshot, TimeProvider time, CancellationToken stop)
    {
        if (string.IsNullOrEmpty(address)) return null;
        var watchdog = long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var us) && us > 0
            ? TimeSpan.FromMicroseconds(us) / 2
            : (TimeSpan?)null;
        return new(snapshot, address, watchdog, time, stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        await _ended.CancelAsync();
        await _telling;
        _ended.Dispose();
        _socket.Dispose();
    }

    private async Task TellAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(_watchdog is { } limit && limit < Poll ? limit : Poll, time);
        var beaten = time.GetTimestamp();
        Tell(true);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                // Early rather than late: the next tick may be beyond the limit.
                var isDue = _watchdog is { } each && time.GetElapsedTime(beaten) + Poll >= each;
                if (isDue) beaten = time.GetTimestamp();
                Tell(isDue);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Tell(bool beats)
    {
        var snapshot = _snapshot();
        var message = new StringBuilder();
        if (beats && _watchdog != null) message.Append("WATCHDOG=1\n");
        if (!_isReady && snapshot.State is not (EngineState.Created or EngineState.Starting))
        {
            _isReady = true;
            message.Append("READY=1\n");
        }

        var status = $"{SnakeCase.Of(snapshot.State)}; {snapshot.Sources.Count(static s => s.Status.State == SourceState.Running)} of {snapshot.Sources.Length} sources running";
        if (status != _status) message.Append("STATUS=").Append(_status = status).Append('\n');
        if (message.Length > 0) Send(message.ToString());
    }

    private void Send(string message)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message), _supervisor);
        }
        catch (SocketException)
        {
            // It is gone, or never was: the cameras matter more than who watches.
        }
    }
}
