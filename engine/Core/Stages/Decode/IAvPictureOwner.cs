using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>Where the native memory of an <see cref="AvPicture"/> goes back to, and whose byte budget it was taken from.</summary>
internal interface IAvPictureOwner
{
    /// <summary>Takes a picture's memory back. Called once a picture, on any thread; must not throw.</summary>
    /// <param name="frame">No longer used by the picture; an encoder may still share its pixels.</param>
    /// <param name="sizeBytes">The picture's <see cref="AvPicture.SizeBytes"/>, to give back to the budget.</param>
    void Return(AvFrame frame, long sizeBytes);
}
