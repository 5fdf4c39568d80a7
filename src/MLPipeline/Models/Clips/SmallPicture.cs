using MLPipeline.Compute;
using MLPipeline.Datasets;

namespace MLPipeline.Models;

/// <summary>Makes a frame small enough to be kept.</summary>
internal static class SmallPicture
{
    private const int LongestSide = 320;

    /// <summary>The frame in grey levels, at most 320 pixels long.</summary>
    public static (int Width, int Height, byte[] Gray) Of(ClipFrame frame)
    {
        var scale = Math.Min(1, (double)LongestSide / Math.Max(frame.Width, frame.Height));
        var plane = new Plane(Math.Max(1, (int)(frame.Width * scale)), Math.Max(1, (int)(frame.Height * scale)));
        new AreaResize(frame.Width, frame.Height, plane.Width, plane.Height).Apply(frame.Gray, plane);
        return (plane.Width, plane.Height, Array.ConvertAll(plane.Values, v => (byte)v));
    }
}
