using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class VideoDecoderReferenceTests
{
    public static TheoryData<string> AllClips => Clips.All;

    [SuppressMessage("Security", "CA5351", Justification = "The reference files hold MD5s; nothing is protected by them.")]
    [DataTheory, MemberData(nameof(AllClips))]
    public void Decode_EveryClip_EqualsTheReferenceFrameForFrame(string clip)
    {
        var seen = new List<ReferenceFrame>();
        var packed = Array.Empty<byte>();
        using var demuxer = Demuxer.Open(Repository.Video(clip));
        using var decoder = new VideoDecoder(demuxer);

        Clips.Decode(demuxer, decoder, frame =>
        {
            if (packed.Length != frame.SizeBytes) packed = new byte[frame.SizeBytes];
            frame.CopyTo(packed);
            seen.Add(new(seen.Count, frame.Pts, frame.PictureType.ToString()[0], frame.IsKey, frame.Width, frame.Height,
                frame.Format.Name, Convert.ToHexStringLower(MD5.HashData(packed))));
        });

        Assert.Equal(ReferenceFrame.Of(clip), seen);
    }
}
