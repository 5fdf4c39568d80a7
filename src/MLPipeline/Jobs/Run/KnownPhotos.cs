using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Models;
using MLPipeline.Pipelines;

namespace MLPipeline.Jobs;

/// <summary>Which photos of a category are known defects that may teach, and what is said of it.</summary>
internal sealed class KnownPhotos(string category, PipelineOptions pipeline, IRunProgress progress)
{
    /// <summary>The known defects that can be read and are no copy of a test photo, with their groups; none where they are not to teach.</summary>
    public IReadOnlyList<KnownPhoto> Among(
        IReadOnlyList<Photo> photos, IReadOnlyList<PhotoFacts> facts, List<(Photo Photo, string Error)> unreadable, PhotoLedger ledger, CancellationToken cancel)
    {
        if (pipeline.KnownDefects == KnownDefectsUse.Off)
        {
            return [];
        }

        var left = unreadable.Select(u => u.Photo).ToHashSet();
        var tested = Enumerable.Range(0, photos.Count).Where(i => photos[i].Split == Split.Test).Select(i => facts[i].Sha256).ToHashSet();
        int[] known = [.. Enumerable.Range(0, photos.Count).Where(i => photos[i].IsAnomalous && photos[i].Split != Split.Test && !left.Contains(photos[i]))];
        int[] sealedAway = [.. known.Where(i => tested.Contains(facts[i].Sha256))];
        if (sealedAway.Length > 0)
        {
            progress.Warning(
                $"{category}: {sealedAway.Length} known defects are copies of test photos and teach nothing: {Words.Some([.. sealedAway.Select(i => photos[i].Id)])}. A test of what was taught with would prove nothing.");
            known = [.. known.Except(sealedAway)];
        }

        var groups = PhotoGroups.Of(GroupRule.Parse(pipeline.Groups), [.. known.Select(i => photos[i])], ledger, cancel).Numbers;
        return [.. known.Select((photo, i) => new KnownPhoto(photo, photos[photo].Defect, groups[i]))];
    }

    /// <summary>Says what known defects taught.</summary>
    public static void Tell(string category, KnownLesson? lesson, int known, IRunProgress progress)
    {
        if (lesson is null)
        {
            if (known > 0)
            {
                progress.Message($"{category}: {known} known defects teach nothing, because no member of the pipeline that scores looks at cells (as patch-gaussian does).");
            }

            return;
        }

        progress.Message($"{category}: {lesson.Summary}");
    }
}
