using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>A photo of a known defect.</summary>
/// <param name="Photo">Its place among the photos of the category.</param>
/// <param name="Kind">The kind of defect.</param>
/// <param name="Group">The group that is held out together.</param>
public sealed record KnownPhoto(int Photo, string Kind, int Group);

/// <summary>Lets the known defects of a category teach an ensemble that was fitted on good photos.</summary>
/// <param name="Lesson">What they taught.</param>
/// <param name="OutOfFold">The out-of-fold scores of the good photos, for each member, with what was taught.</param>
/// <param name="Scores">For each known defect its score by the whole, as far as it did not make it itself.</param>
public sealed record KnownDefects(KnownLesson Lesson, IReadOnlyList<PhotoScore[]> OutOfFold, IReadOnlyList<float> Scores)
{
    /// <summary>The member that known defects can teach: the first that scores and has a map of cells; -1 where there is none.</summary>
    public static int Pupil(Ensemble ensemble) =>
        ensemble.Members.ToList().FindIndex(m => m.HasMap && (m.GivesScore || ensemble.Members.Count == 1));

    /// <summary>Teaches. The ensemble's score then holds what was learned, unless it would do harm.</summary>
    /// <param name="context">The context.</param>
    /// <param name="ensemble">The ensemble; its <see cref="Pupil"/> is taught.</param>
    /// <param name="members">Its members.</param>
    /// <param name="outOfFold">Their cross-fitting.</param>
    /// <param name="good">The good photos, in the order of the cross-fitting.</param>
    /// <param name="folds">The fold of each.</param>
    /// <param name="known">The known defects, at least one.</param>
    /// <param name="cancel">Ends the work.</param>
    public static KnownDefects Teach(
        MLContext context, Ensemble ensemble, IReadOnlyList<Member> members, IReadOnlyList<CrossFit> outOfFold,
        IReadOnlyList<int> good, IReadOnlyList<int> folds, IReadOnlyList<KnownPhoto> known, CancellationToken cancel = default)
    {
        var pupil = Pupil(ensemble);
        var deviations = GoodDeviations.Of(
            members[pupil].Embeddings.View(good), folds, [.. outOfFold[pupil].Scores.Select(s => s.Map!)], outOfFold[pupil].Calibration?.Factors);
        PhotoScore[][] plain = [.. outOfFold.Select(o => o.Scores)];
        float[] goodScores = [.. ensemble.Combine(plain).Select(s => s.Score)];
        var whole = Standardizer.Of(goodScores);

        int[] photos = [.. known.Select(k => k.Photo)];
        PhotoScore[][] byMember = [.. members.Select((m, i) => ensemble.Members[i].Score(m.Embeddings, photos, cancel: cancel))];
        var scores = ensemble.Combine(byMember);
        var own = deviations.OfOthers(members[pupil].Embeddings.View(photos), [.. byMember[pupil].Select(s => s.Map!)]);
        var taught = new KnownTeacher(deviations, [.. goodScores.Select(s => whole.Apply(s))])
            .Teach([.. known.Select((k, i) => new KnownDefect(k.Kind, k.Group, own[i], whole.Apply(scores[i].Score)))]);

        var (lesson, weight) = (taught.Lesson, taught.Lesson.Weight);
        if (weight == 0 && lesson.HintKinds.Count == 0)
        {
            return new(lesson, plain, [.. scores.Select(s => s.Score)]);
        }

        float[][] kinds = [.. lesson.HintKinds.Select(kind => Moments.Mean([.. own.Where((_, i) => known[i].Kind == kind)]))];
        var head = KnownHead.Build(ensemble.Members[pupil].Shape, deviations, taught.Direction, weight, kinds);
        ensemble.Teach(pupil, Transformer(context, ensemble.Members[pupil], head, kinds.Length), whole);
        plain[pupil] = [.. plain[pupil].Select((s, i) => s with { Known = (float)(weight * taught.Direction.Apply(deviations.Photos[i])) })];
        return new(lesson, plain, [.. taught.Scores.Select(s => (float)s)]);
    }

    private static ITransformer Transformer(MLContext context, MemberModel member, byte[] head, int kinds)
    {
        var shape = member.Shape;
        var view = new VectorView(
            [(ColumnNames.Features, [shape.Rows, shape.Columns, shape.Channels]), (ColumnNames.AnomalyMap, [shape.Rows, shape.Columns])], [], (_, _, _) => { });
        return context.ApplyOnnxBytes(KnownHead.Outputs(kinds), [ColumnNames.Features, ColumnNames.AnomalyMap], head).Fit(view);
    }
}
