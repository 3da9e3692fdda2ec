using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <content>Showing the gate single intra frames.</content>
internal sealed partial class PacketSelector
{
    /// <summary>Shows the gate a picture it asked for. It opens, or the frame is handed on as it is, or it was only looked at.</summary>
    private void Look(HeldPacket held)
    {
        held.IsLook = false;
        var packet = held.Item.Packet!;
        var picture = packet.IsCorrupt || held.FollowsLoss ? null : _intra?.Decode(packet);
        var verdict = picture == null ? PictureVerdict.Unknown : _gate!.Look(picture);
        var quiet = verdict == PictureVerdict.Changed ? LastQuiet(held) : null;
        held.IsQuiet = verdict == PictureVerdict.Same;
        var isDue = _gate!.Conclude(verdict, held.Seconds);
        if (_gate.IsOpen)
        {
            Age(held, _gate.LookBackSeconds(held.Seconds - quiet));
            Reopen();
        }
        else if (isDue)
        {
            held.Passes = true;
            held.IsWanted = _samplers == null || Samples(held);
            if (held.IsWanted == true && picture != null)
            {
                Give(held, picture);
                return;
            }

            if (held.IsWanted == true) Send(held);
            else LeaveBehind(held);
        }

        if (picture != null) _intra!.Return(picture);
    }

    /// <summary>Looks back through what is kept for the last picture before something began.</summary>
    /// <returns>Its decoding time; null when everything kept shows it.</returns>
    private double? LastQuiet(HeldPacket changed)
    {
        var place = _held.Count - 1;
        while (place >= 0 && !ReferenceEquals(_held[place], changed)) place--;
        for (place--; place >= 0; place--)
        {
            if (_held[place].IsQuiet) return _held[place].Seconds;
            if (!_held[place].Facts.IsIntra || _intra!.Decode(_held[place].Item.Packet!) is not { } picture) continue;
            var wasQuiet = _gate!.WasQuiet(picture);
            _intra.Return(picture);
            if (wasQuiet) return _held[place].Seconds;
        }

        return null;
    }

    /// <summary>Hands a frame on that is decoded already. Its packet stays: decoding may yet begin with it.</summary>
    private void Give(HeldPacket held, AvFrame picture)
    {
        var place = 0;
        while (!ReferenceEquals(_held[place], held)) place++;
        Forget(place);

        // The decoder knows nothing of it, and gives out what it has before.
        _isBroken = true;
        (held.IsGiven, held.IsWanted) = (true, false);
        var given = _spare.TryPop(out var spare) ? spare : new HeldPacket();
        (given.Item, given.Pts, given.Restarts) = (held.Item with { Packet = null, Given = new(picture, held.Index, held.Stages) }, held.Pts, true);
        _chosen.Enqueue(given);
    }

    /// <summary>Takes back a frame that was to be handed on; what it was made from counts as sampled out.</summary>
    private void Withdraw(HeldPacket held, GivenFrame given)
    {
        _intra!.Return(given.Picture);
        _skipped++;
        Free(held);
    }
}
