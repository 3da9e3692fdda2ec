using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode.Selection.Headers;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <content>
/// Closing the decoder of a live source while there is nothing to decode: with what it keeps of pictures it is most of what an idle source
/// costs. Only where what follows can be decoded without it: the next packet stands alone, or follows the one intra frame it was given last,
/// which is kept and decoded again, unseen.
/// </content>
internal sealed partial class VideoSource
{
    // Opening one costs about as much as decoding a small picture.
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(1);

    private readonly AvPacket _replay = new();
    private readonly bool _mayIdle;
    private long? _replayFrom;
    private long? _replayed;
    private long _lastSent;
    private long _lastLook;
    private bool _bringsParameters;
    private bool _isRestart;

    private void NoteSent(OpenedStream stream, AvPacket packet)
    {
        _lastSent = _setup.Time.GetTimestamp();
        var isStart = _isRestart && packet.IsKey;
        _isRestart = false;
        if (!isStart) _replayFrom = null;
        if (!packet.IsKey) return;

        // Where decoding began, and not at other intra frames: what is shown before those may follow and refer to what was before.
        if (isStart)
        {
            _replay.Ref(packet);
            _replayFrom = packet.Pts;
        }

        // A decoder that is opened anew only knows the parameters of the stream's header, unless they come with each intra frame.
        var brings = ParameterSets.IsIn(packet, stream.Video);
        stream.HasOwnParameters |= brings;
        _bringsParameters = brings || !stream.HasOwnParameters;
    }

    private async ValueTask CloseIdleAsync(OpenedStream stream, IStageOutput output, CancellationToken stop)
    {
        CloseIdleLooks(stream);
        if (stream.Decoder == null || _lastSent == 0 || !_bringsParameters || _setup.Time.GetElapsedTime(_lastSent) < IdleAfter) return;
        if (_replayFrom == null && !_selector!.IsRestarting) return;
        if (_continuity.IsAwaiting || stream.Fault != null || !ParameterSets.Knows(stream.Video.CodecName)) return;
        await DrainAsync(stream, output, stop);
        stream.CloseDecoder();
        stream.IsClosedForNow = true;
        _meter.DecoderIdle();
    }

    /// <summary>Closes the decoder that the gate's looks have to themselves: intra frames are all it is given, and seconds lie between them.</summary>
    private void CloseIdleLooks(OpenedStream stream)
    {
        if (_intra is not { IsOpen: true }) return;
        if (_intra.TakeUse()) _lastLook = _setup.Time.GetTimestamp();
        else if (_bringsParameters && _setup.Time.GetElapsedTime(_lastLook) >= IdleAfter && ParameterSets.Knows(stream.Video.CodecName)) _intra.Dispose();
    }

    /// <summary>Opens the decoder of a stream again that was closed for now.</summary>
    private bool Reopen(OpenedStream stream, long? pts)
    {
        try
        {
            stream.Decoder = OpenDecoder(stream);
        }
        catch (AvException failure)
        {
            stream.Fault = new(FaultReason.Unsupported, SourceUrl.Redact(failure.Message));
            if (_selector?.TryEnd(pts) != false) _setup.Ledger.ArriveAndEnd(OutcomeUnder(stream.Fault));
            return false;
        }

        stream.IsClosedForNow = false;
        if (_replayFrom == null) return true;
        _replayed = _replayFrom;
        stream.Decoder.Send(_replay);
        return true;
    }
}
