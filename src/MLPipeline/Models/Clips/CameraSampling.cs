using MLPipeline.Compute;
using MLPipeline.Datasets;
using MLPipeline.Featurization;

namespace MLPipeline.Models;

/// <summary>Reads frames spread over the training clips, and learns the camera from them.</summary>
internal sealed class CameraSampling(MotionOptions options, IReadOnlyList<TrainingClip> clips)
{
    private const int FewRegions = 20;

    /// <summary>Learns the camera.</summary>
    /// <exception cref="ClipException">There is no frame, or the clips have different sizes.</exception>
    public Camera Learn(Action<string> warn, CancellationToken cancel)
    {
        var every = Math.Max(1, clips.Sum(c => c.Source.Count ?? 0) / CameraCalibration.SampleFrames);
        var (width, height) = (0, 0);
        float personHeight;
        if (options.PersonHeight is { } given)
        {
            var first = Sample(every, cancel).FirstOrDefault().Frame ?? throw Empty();
            (width, height, personHeight) = (first.Width, first.Height, given);
        }
        else
        {
            (personHeight, width, height) = MeasurePeople(every, warn, cancel);
        }

        var (w, h) = CameraCalibration.WorkingSize(width, height, personHeight);
        var resize = new AreaResize(width, height, w, h);
        var images = new List<Plane>();
        foreach (var (clip, frame) in Sample(every, cancel))
        {
            if ((frame.Width, frame.Height) != (width, height))
            {
                throw new ClipException($"{clip}: frame {frame.Index} is {frame.Width} x {frame.Height} pixels, other training frames {width} x {height}. Clips of one camera have one size: bring them to one, or make a category of each.");
            }

            var image = new Plane(w, h);
            resize.Apply(frame.Gray, image);
            images.Add(image);
        }

        var rates = clips.Select(c => c.Source.FramesPerSecond).Distinct().ToArray();
        return CameraCalibration.Learn(images, width, height, personHeight) with { FramesPerSecond = rates is [{ } rate] ? rate : null };
    }

    private (float Person, int Width, int Height) MeasurePeople(int every, Action<string> warn, CancellationToken cancel)
    {
        var pictures = new List<byte[]>();
        var (width, height, reduced) = (0, 0, 1.0);
        AreaResize? resize = null;
        Plane? small = null;
        foreach (var (clip, frame) in Sample(every, cancel))
        {
            if (small is null)
            {
                (width, height) = (frame.Width, frame.Height);
                reduced = Math.Max(1, (double)width / CameraCalibration.MeasuringWidth);
                small = new Plane((int)Math.Round(width / reduced), (int)Math.Round(height / reduced));
                resize = new AreaResize(width, height, small.Width, small.Height);
            }
            else if ((frame.Width, frame.Height) != (width, height))
            {
                throw new ClipException($"{clip}: frame {frame.Index} is {frame.Width} x {frame.Height} pixels, other training frames {width} x {height}. Clips of one camera have one size: bring them to one, or make a category of each.");
            }

            resize!.Apply(frame.Gray, small);
            pictures.Add(Array.ConvertAll(small.Values, v => (byte)v));
        }

        if (small is null)
        {
            throw Empty();
        }

        var (found, regions) = CameraCalibration.HeightOf(pictures, small.Width);
        if (regions < FewRegions)
        {
            warn($"The height of a person rests on {regions} moving regions only and is taken to be {reduced * found:0} pixels. It sets the working scale, which matters most: give it (person-height).");
        }

        return ((float)(reduced * found), width, height);
    }

    private IEnumerable<(string Clip, ClipFrame Frame)> Sample(int every, CancellationToken cancel) =>
        clips.SelectMany(clip => clip.Source.Read(new FrameRange(every), cancel).Select(frame => (clip.Name, frame)));

    private static ClipException Empty() => new("The training clips have no frames.");
}
