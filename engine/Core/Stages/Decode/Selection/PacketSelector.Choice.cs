using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <content>Deciding which frames are wanted, and which packets they need.</content>
internal sealed partial class PacketSelector
{
    /// <summary>Asks the gate about a packet, and passes what it kept from the past when it opens.</summary>
    private void Pass(HeldPacket held)
    {
        if (_gate == null)
        {
            held.Passes = true;
            return;
        }

        var wasOpen = _gate.IsOpen;
        var step = _gate.Take(held.Facts, held.Bytes, held.Seconds);
        (held.Passes, held.IsLook) = (step == GateStep.Decode, step == GateStep.Look);
        if (_gate.IsOpen == wasOpen && wasOpen) return;
        Age(held, _gate.IsOpen ? _gate.LookBackSeconds(null) : _gate.PreSeconds);
        if (_gate.IsOpen) Reopen();
    }

    private void Reopen()
    {
        for (var i = 0; i < _held.Count; i++)
        {
            var held = _held[i];
            (held.Passes, held.IsLook) = (true, false);
            if (held is { IsSettled: true, IsWanted: null }) _reopened.Add(held);
        }

        _reopened.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        foreach (var held in _reopened) Decide(held);
        _reopened.Clear();
    }

    /// <summary>Lets go of groups that end before the past that is worth keeping.</summary>
    private void Age(HeldPacket newest, double keptSeconds)
    {
        while (NextIntra() is > 0 and var next && _held[next].Seconds <= newest.Seconds - keptSeconds) Forget(next);
    }

    /// <summary>The place of the second group held; 0 when there is only one.</summary>
    private int NextIntra()
    {
        for (var i = 1; i < _held.Count; i++)
            if (_held[i].Facts.IsIntra) return i;
        return 0;
    }

    /// <summary>Gives every packet shown up to a time its index, and decides on it.</summary>
    private void Settle(long upTo)
    {
        while (_unsettled.TryPeek(out var held, out var pts) && pts <= upTo)
        {
            _unsettled.Dequeue();
            held.IsSettled = true;
            held.Index = _frames++;
            if (held.IsForgotten) Free(held);
            else if (held.IsLook) Look(held);
            else if (held.Passes) Decide(held);
        }
    }

    private void Decide(HeldPacket held)
    {
        held.IsWanted = _samplers == null || Samples(held);
        if (held.IsSent) return;
        if (held.IsWanted == true) Send(held);
        else LeaveBehind(held);
    }

    /// <summary>After a frame nobody wants: what a gate may yet open for stays, unless this frame goes on, which what comes before it then can't.</summary>
    private void LeaveBehind(HeldPacket unwanted)
    {
        if (unwanted.Facts.IsIntra && (_gate?.IsOpen != false || _undecoded != null)) ForgetBefore(unwanted);
    }

    private bool Samples(HeldPacket held)
    {
        var seconds = held.Pts * _timeBase.Value;
        var arrived = held.Item.Arrival.Timestamp;
        held.Stages = _isExact ? _samplers!.Choose(seconds, arrived)
            : _samplers!.ChooseNear(held.Facts.IsIntra, !held.Facts.IsDisposable, seconds, arrived);
        if (!held.IsEnded) _undecoded?.Add(new(held.Index, held.Pts, seconds, held.Item.Arrival, held.Facts.Type == PictureType.I), held.Stages != 0);
        return held.Stages != 0;
    }

    /// <summary>Hands a wanted packet on, with those its picture is made from.</summary>
    private void Send(HeldPacket wanted)
    {
        var place = 0;
        while (place < _held.Count && !ReferenceEquals(_held[place], wanted)) place++;
        if (place == _held.Count) return;
        for (var i = place; i >= 0; i--)
        {
            // A picture shown before the intra frame it follows needs the group before as well.
            if (!_held[i].Facts.IsIntra || _held[i].Pts > wanted.Pts) continue;
            Forget(i);
            SendUpTo(place - i + 1);
            return;
        }

        if (!_isBroken) SendUpTo(place + 1);
    }

    /// <summary>Hands the oldest packets on, but for those that neither are wanted nor are needed by others.</summary>
    private void SendUpTo(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var held = _held.Take();
            _lost |= held.FollowsLoss;
            if (!IsOfUse(held))
            {
                LetGo(held);
                continue;
            }

            if (held.Facts.IsIntra) _restartedAt = _isBroken ? held.Pts : long.MinValue;
            held.FollowsLoss = _lost;
            held.Restarts = _isBroken;
            _isBroken = _lost = false;
            Choose(held);
        }
    }

    private bool IsOfUse(HeldPacket held)
    {
        if (held.Facts.IsIntra) return true;

        // What is shown before the intra frame at which decoding began refers to what was before it.
        if (_isBroken || held.Pts < _restartedAt) return false;
        return !held.Facts.IsDisposable || held.IsWanted == true || !held.IsSettled;
    }

    private void Choose(HeldPacket held)
    {
        held.IsSent = true;
        held.Number = ++_sent;
        _chosen.Enqueue(held);
    }

    /// <summary>Lets go of what comes before an intra frame that is not wanted: no wanted frame is left there, and those behind need none of it.</summary>
    private void ForgetBefore(HeldPacket intra)
    {
        var place = 0;
        while (place < _held.Count && !ReferenceEquals(_held[place], intra)) place++;
        if (place < _held.Count) Forget(place);
    }

    private int CountBeforeIntra()
    {
        var place = 0;
        while (place < _held.Count && !_held[place].Facts.IsIntra) place++;
        return place;
    }

    private void Forget(int count)
    {
        while (count-- > 0)
        {
            var held = _held.Take();
            if (!held.Facts.IsDisposable) _isBroken = true;
            LetGo(held);
        }
    }

    private void LetGo(HeldPacket held)
    {
        if (held.Facts.IsShown && !held.IsGiven && (_undecoded == null || held.IsWanted != false))
        {
            _skipped++;
            _gate?.CountSkipped();
        }

        _recycle(held.Item.Packet!);
        held.Item = default;
        held.IsForgotten = true;
        if (held.IsSettled || !held.Facts.IsShown) Free(held);
    }

    /// <summary>A stream with more between two intra frames than is kept is decoded along.</summary>
    private void Bound()
    {
        while (_held.Bytes > _mostBytes || _held.Count > MostHeldPackets)
        {
            if (_gate?.IsOpen == false && NextIntra() is > 0 and var next)
            {
                Forget(next);
                continue;
            }

            if (_isBroken) Forget(CountBeforeIntra());
            SendUpTo(_held.Count);
        }
    }
}
