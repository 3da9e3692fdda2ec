using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>Decodes single intra frames beside a stream's decoder, for a look.</summary>
internal interface IIntraDecoder
{
    /// <summary>Decodes one.</summary>
    /// <param name="packet">Borrowed.</param>
    /// <returns>The frame, to be returned or handed on; null when there is none, or a damaged one.</returns>
    AvFrame? Decode(AvPacket packet);

    /// <summary>Takes a frame back.</summary>
    /// <param name="picture">From <see cref="Decode"/>.</param>
    void Return(AvFrame picture);
}
