using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Puts the elements of three lines side by side.</summary>
internal static class ChannelMixer
{
    // By the element's bytes: for each of three outputs, what it takes of each of three channels.
    private static readonly byte[][] Choices = [Choose(1), Choose(2), Choose(4)];

    // The same for permutes of two vectors: first of the first two channels, then of what they gave and the third.
    private static readonly byte[][] WideChoices = [ChooseWide(1), ChooseWide(2), ChooseWide(4)];

    /// <summary>Mixes lines.</summary>
    /// <param name="lines">Three lines of one length, one after the other.</param>
    /// <param name="elementBytes">1, 2 or 4.</param>
    /// <param name="to">As long as all three.</param>
    /// <param name="wide">Whether AVX-512 VBMI may be used.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(ReadOnlySpan<byte> lines, int elementBytes, Span<byte> to, bool wide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, lines.Length, nameof(to));
        var length = lines.Length / 3;
        ref var first = ref MemoryMarshal.GetReference(lines);
        ref var target = ref MemoryMarshal.GetReference(to);
        var at = wide ? MixWide(ref first, length, elementBytes, ref target) : 0;
        ref var choices = ref MemoryMarshal.GetArrayDataReference(Choices[elementBytes / 2]);
        for (; at <= length - 16; at += 16)
        {
            var one = Vector128.LoadUnsafe(ref first, (nuint)at);
            var two = Vector128.LoadUnsafe(ref first, (nuint)(length + at));
            var three = Vector128.LoadUnsafe(ref first, (nuint)((2 * length) + at));
            for (nuint part = 0; part < 3; part++)
            {
                var mixed = Vector128.ShuffleNative(one, Vector128.LoadUnsafe(ref choices, 48 * part))
                    | Vector128.ShuffleNative(two, Vector128.LoadUnsafe(ref choices, (48 * part) + 16))
                    | Vector128.ShuffleNative(three, Vector128.LoadUnsafe(ref choices, (48 * part) + 32));
                mixed.StoreUnsafe(ref target, (nuint)(3 * at) + (16 * part));
            }
        }

        for (; at < length; at += elementBytes)
            for (var channel = 0; channel < 3; channel++)
                lines.Slice((channel * length) + at, elementBytes).CopyTo(to[((3 * at) + (channel * elementBytes))..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int MixWide(ref byte first, int length, int elementBytes, ref byte target)
    {
        ref var choices = ref MemoryMarshal.GetArrayDataReference(WideChoices[elementBytes / 2]);
        var at = 0;
        for (; at <= length - 64; at += 64)
        {
            var one = Vector512.LoadUnsafe(ref first, (nuint)at);
            var two = Vector512.LoadUnsafe(ref first, (nuint)(length + at));
            var three = Vector512.LoadUnsafe(ref first, (nuint)((2 * length) + at));
            for (nuint part = 0; part < 3; part++)
            {
                var mixed = Avx512Vbmi.PermuteVar64x8x2(one, Vector512.LoadUnsafe(ref choices, 128 * part), two);
                Avx512Vbmi.PermuteVar64x8x2(mixed, Vector512.LoadUnsafe(ref choices, (128 * part) + 64), three)
                    .StoreUnsafe(ref target, (nuint)(3 * at) + (64 * part));
            }
        }

        return at;
    }

    private static byte[] Choose(int elementBytes)
    {
        var choices = new byte[3 * 3 * 16];
        Array.Fill(choices, (byte)0x80); // gives 0 on every machine
        for (var i = 0; i < 48; i++)
        {
            var (element, inside) = (i / elementBytes, i % elementBytes);
            choices[(i / 16 * 48) + (element % 3 * 16) + (i % 16)] = (byte)((element / 3 * elementBytes) + inside);
        }

        return choices;
    }

    private static byte[] ChooseWide(int elementBytes)
    {
        var choices = new byte[3 * 2 * 64];
        for (var i = 0; i < 192; i++)
        {
            var (element, inside) = (i / elementBytes, i % elementBytes);
            var (channel, from) = (element % 3, (element / 3 * elementBytes) + inside);
            var at = (i / 64 * 128) + (i % 64);
            choices[at] = (byte)(channel == 1 ? 64 + from : from);
            choices[at + 64] = (byte)(channel == 2 ? 64 + from : i % 64);
        }

        return choices;
    }
}
