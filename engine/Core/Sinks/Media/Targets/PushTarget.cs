using Sluice.Core.Config;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>Sends the video of one source to a server, and connects again after a loss. Blocks for <see cref="Timeout"/> at most.</summary>
/// <param name="url">The server's; may hold a password.</param>
/// <param name="setup">What the stage's targets share.</param>
internal sealed class PushTarget(string url, TargetSetup setup) : EncodedTarget(Secrets.MaskUris(url), setup)
{
    /// <summary>How long connecting, or sending a packet, may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared);

    // Guards the connection against being interrupted while it is closed; held for a few instructions.
    private readonly Lock _lock = new();
    private PushMuxer? _connection;
    private bool _isInterrupted;
    private bool _isConnected;

    /// <inheritdoc/>
    public override void Interrupt()
    {
        lock (_lock)
        {
            _isInterrupted = true;
            _connection?.Interrupt();
        }
    }

    /// <inheritdoc/>
    protected override void Begin(VideoEncoder encoder, AvRational? frameRate)
    {
        var connection = new PushMuxer(url, Timeout);
        lock (_lock)
        {
            _connection = connection;
            if (_isInterrupted) connection.Interrupt();
        }

        connection.Start(encoder, frameRate);
        if (!_isConnected) Setup.Log.Info($"Sends to '{Name}'.");
        _isConnected = true;
    }

    /// <inheritdoc/>
    protected override void Take(AvPacket packet) => _connection!.Write(packet);

    /// <inheritdoc/>
    protected override void End() => Abandon();

    /// <inheritdoc/>
    protected override void Abandon()
    {
        PushMuxer? connection;
        lock (_lock) (connection, _connection) = (_connection, null);
        connection?.Dispose();
    }

    /// <inheritdoc/>
    protected override void SayFault(Exception fault)
    {
        _isConnected = false;
        Setup.Log.Warn($"'{Name}' takes no video, trying again: {fault.Message}");
    }

    /// <inheritdoc/>
    protected override TimeSpan NextRetry() => _backoff.Next();

    /// <inheritdoc/>
    protected override void Recovered() => _backoff.Reset();
}
