using System.Threading.Channels;

namespace Sluice.Core.Sinks.Media.Live;

/// <summary>One who watches: gets the latest picture whenever it is ready for one, and skips those it was too slow for.</summary>
internal sealed class JpegViewer
{
    private readonly Channel<JpegPicture> _latest = Channel.CreateBounded<JpegPicture>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        static skipped => skipped.Release());

    /// <summary>Offers a picture.</summary>
    /// <param name="picture">Borrowed: a right of its own is taken.</param>
    public void Offer(JpegPicture picture)
    {
        picture.Retain();
        if (!_latest.Writer.TryWrite(picture)) picture.Release();
    }

    /// <summary>Waits for the next picture.</summary>
    /// <param name="stop">Gives up.</param>
    /// <returns>To be released by the caller; null when none follows.</returns>
    public async ValueTask<JpegPicture?> NextAsync(CancellationToken stop)
    {
        while (await _latest.Reader.WaitToReadAsync(stop))
            if (_latest.Reader.TryRead(out var picture)) return picture;
        return null;
    }

    /// <summary>No picture follows.</summary>
    public void End()
    {
        _latest.Writer.TryComplete();
    }

    /// <summary>Lets go of a picture nobody will take; after the last <see cref="NextAsync"/>.</summary>
    public void Discard()
    {
        End();
        while (_latest.Reader.TryRead(out var picture)) picture.Release();
    }
}
